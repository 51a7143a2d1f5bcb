// What every public page needs; each page works without it.
import "./once";
import "./leave";
