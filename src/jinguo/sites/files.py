"""The files of the pictures of sites: sealed, each under a key of its own, named after its row alone."""

from __future__ import annotations

from jinguo.core.blobs import Store
from jinguo.core.pictures.albums import Album

PICTURES = Album(pictures=Store("site-pictures"), thumbnails=Store("site-thumbnails"))
