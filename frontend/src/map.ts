// Puts the places of the list beside it on a map; loaded only where there is one. Without a layer of tiles the
// places stand on a plain ground, so that nothing is asked of another machine.
import L from "leaflet";

const EARTH = 18; // the nearest one may go
const MARK = 24; // pixels across; with a sign in it
const SIGNED = 32;
const FIGURE = 40; // and so much more for each shade
const SHADE = 3;
const ROUNDS = 200; // of moving apart, at most
const TILES = (layer: string, key: string): string =>
  `https://t{s}.tianditu.gov.cn/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`;

// The maps that stand on the page, and where one has moved them to, by the list each shows.
const standing = new Map<string, L.Map>();
const moved = new Map<string, { centre: L.LatLng; zoom: number }>();
// Which mark one has opened there, by the name it bears.
const opened = new Map<string, string>();

// What a marker opens: the name as a link, and the line under it, as the list has them.
function words(item: HTMLElement): HTMLElement {
  const shown = document.createElement("div");
  for (const part of item.querySelectorAll("[data-on-map]")) shown.append(part.cloneNode(true));
  return shown;
}

// A mark may bear a sign; one with a shade is a figure, the larger the darker it is.
function icon({ sign = "", shade }: DOMStringMap): L.DivIcon {
  const size = shade === undefined ? (sign ? SIGNED : MARK) : FIGURE + SHADE * Number(shade);
  const html = document.createElement("span");
  html.textContent = sign;
  if (shade !== undefined) html.className = `shade-${shade}`;
  return L.divIcon({ className: shade === undefined ? "map-mark" : "map-mark map-figure", iconSize: [size, size], html });
}

function mark(item: HTMLElement): L.Marker {
  const at = L.latLng(Number(item.dataset.latitude), Number(item.dataset.longitude));
  const title = item.dataset.name ?? "";
  const zIndexOffset = item.dataset.shade === undefined ? 0 : 1000; // a figure is read before its places are
  return L.marker(at, { icon: icon(item.dataset), title, alt: title, zIndexOffset }).bindPopup(words(item), { closeButton: false });
}

// Moves figures that cover each other apart, so that each can be read: a little from where they belong, and from
// there anew at each zoom.
function apart(map: L.Map, figures: Map<L.Marker, L.LatLng>): void {
  const all = [...figures].map(([figure, home]) => {
    const [across] = figure.options.icon?.options.iconSize as [number, number];
    return { figure, at: map.latLngToLayerPoint(home), half: across / 2 };
  });
  for (let round = 0, isClear = false; round < ROUNDS && !isClear; round += 1) {
    isClear = true;
    all.forEach((one, n) => {
      for (const other of all.slice(n + 1)) {
        const way = other.at.subtract(one.at);
        const far = Math.hypot(way.x, way.y);
        const lacks = one.half + other.half - far;
        if (lacks <= 0.5) continue;
        const push = far ? way.multiplyBy(lacks / 2 / far) : L.point(lacks / 2, 0);
        one.at = one.at.subtract(push);
        other.at = other.at.add(push);
        isClear = false;
      }
    });
  }
  for (const { figure, at } of all) figure.setLatLng(map.layerPointToLatLng(at));
}

function name(popup: L.Popup): string {
  const source = (popup as L.Popup & { _source?: L.Marker })._source;
  return source?.options.title ?? "";
}

function draw(place: HTMLElement): void {
  const list = place.dataset.map ?? "";
  const points = [...document.querySelectorAll<HTMLElement>(list)].map(mark);
  const open = opened.get(list); // taking the old map down closes it
  standing.get(list)?.remove();
  standing.delete(list);
  place.hidden = points.length === 0;
  if (!points.length) return;
  const zoomSnap = place.dataset.tiles ? 1 : 0.25; // streets are sharp at whole steps only
  const map = L.map(place, { zoomControl: false, attributionControl: false, maxZoom: EARTH, zoomSnap, zoomAnimation: false });
  standing.set(list, map);
  L.control.zoom({ zoomInTitle: place.dataset.nearer, zoomOutTitle: place.dataset.farther }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (place.dataset.tiles) {
    L.control.attribution({ prefix: false }).addTo(map);
    for (const layer of ["vec", "cva"]) {
      L.tileLayer(TILES(layer, place.dataset.tiles), { subdomains: "01234567", maxZoom: EARTH, attribution: "天地图" }).addTo(map);
    }
  }
  // A page that fetches itself anew leaves the map where one has moved it.
  const view = moved.get(list);
  if (view) map.setView(view.centre, view.zoom);
  else map.fitBounds(L.featureGroup(points).getBounds().pad(0.15), { maxZoom: 14 });
  for (const point of points) point.addTo(map);
  const figures = new Map(points.filter((point) => point.options.zIndexOffset).map((point) => [point, point.getLatLng()]));
  apart(map, figures);
  map.on("zoomend", () => apart(map, figures));
  map.on("popupopen", ({ popup }) => opened.set(list, name(popup)));
  map.on("popupclose", () => opened.delete(list));
  points.find((point) => point.options.title === open && open !== undefined)?.openPopup();
  map.on("moveend", () => moved.set(list, { centre: map.getCenter(), zoom: map.getZoom() }));
}

const drawAll = (within: ParentNode): void => within.querySelectorAll<HTMLElement>("[data-map]").forEach(draw);
drawAll(document);
document.addEventListener("htmx:load", (event) => {
  const fresh = (event as CustomEvent<{ elt: HTMLElement }>).detail.elt;
  if (fresh !== document.body) drawAll(fresh);
});
