// The part of hls.js without captions and other sound tracks comes without types; it has those of the whole.
declare module "hls.js/light" {
  export { default } from "hls.js";
}
