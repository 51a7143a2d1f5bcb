// What every public page needs; each page works without it.
import "./once";
import "./auto";
import "./leave";
