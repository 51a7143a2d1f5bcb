// Plays a stream in pieces (HLS) where the browser alone cannot; loaded only in a live room that has one.
import Hls from "hls.js/light";

const video = document.querySelector<HTMLVideoElement>("video[data-hls]");
if (video && !video.canPlayType("application/vnd.apple.mpegurl") && Hls.isSupported()) {
  // Its worker would be made of a script of its own making, which the content policy forbids.
  const stream = new Hls({ enableWorker: false, autoStartLoad: false });
  stream.loadSource(video.src);
  stream.attachMedia(video);
  // Nothing is fetched but the list until she presses play: a telephone pays by the megabyte.
  video.addEventListener("play", () => stream.startLoad(), { once: true });
}
