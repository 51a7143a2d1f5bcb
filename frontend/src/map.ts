// Puts the places of the list beside it on a map; loaded only where there is one. Without a layer of tiles the
// places stand on a plain ground, so that nothing is asked of another machine.
import L from "leaflet";

const EARTH = 18; // the nearest one may go
const TILES = (layer: string, key: string): string =>
  `https://t{s}.tianditu.gov.cn/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`;

// What a marker opens: the name as a link, and the line under it, as the list has them.
function words(item: HTMLElement): HTMLElement {
  const shown = document.createElement("div");
  for (const part of item.querySelectorAll("[data-on-map]")) shown.append(part.cloneNode(true));
  return shown;
}

function draw(place: HTMLElement): void {
  const items = [...document.querySelectorAll<HTMLElement>(place.dataset.map ?? "")];
  const map = L.map(place, { zoomControl: false, attributionControl: false, maxZoom: EARTH, zoomAnimation: false });
  L.control.zoom({ zoomInTitle: place.dataset.nearer, zoomOutTitle: place.dataset.farther }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (place.dataset.tiles) {
    L.control.attribution({ prefix: false }).addTo(map);
    for (const layer of ["vec", "cva"]) {
      L.tileLayer(TILES(layer, place.dataset.tiles), { subdomains: "01234567", maxZoom: EARTH, attribution: "天地图" }).addTo(map);
    }
  }
  const points = items.map((item) => {
    const at = L.latLng(Number(item.dataset.latitude), Number(item.dataset.longitude));
    const icon = L.divIcon({ className: "map-mark", iconSize: [24, 24], html: "<span></span>" });
    const name = item.dataset.name ?? "";
    return L.marker(at, { icon, title: name, alt: name }).bindPopup(words(item), { closeButton: false }).addTo(map);
  });
  if (points.length) map.fitBounds(L.featureGroup(points).getBounds().pad(0.15), { maxZoom: 14 });
  place.hidden = points.length === 0;
}

document.querySelectorAll<HTMLElement>("[data-map]").forEach(draw);
