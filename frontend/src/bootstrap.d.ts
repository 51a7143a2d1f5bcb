// The parts of Bootstrap's behaviours we call; the others are imported for their effect.
declare module "bootstrap/js/dist/modal" {
  export default class Modal {
    static getOrCreateInstance(element: Element): Modal;
    show(): void;
  }
}
