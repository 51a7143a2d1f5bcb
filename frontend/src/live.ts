// Plays a stream in pieces (HLS) where the browser alone cannot; loaded only in a live room that has one.
import Hls from "hls.js/light";

const video = document.querySelector<HTMLVideoElement>("video[data-hls]");
if (video && !video.canPlayType("application/vnd.apple.mpegurl") && Hls.isSupported()) {
  const address = video.src;
  // Nothing is fetched until she presses play: a telephone pays by the megabyte.
  const play = () => {
    // Its worker would be made of a script of its own making, which the content policy forbids.
    const stream = new Hls({ enableWorker: false });
    stream.on(Hls.Events.MANIFEST_PARSED, () => void video.play().catch(() => undefined));
    stream.loadSource(address);
    stream.attachMedia(video);
  };
  video.addEventListener("play", play, { once: true });
}
