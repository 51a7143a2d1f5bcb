"""The files of photos: sealed, each under a key of its own, named after the photo and nothing else."""

from __future__ import annotations

from jinguo.core.blobs import Store
from jinguo.core.pictures.albums import Album

PHOTOS = Album(pictures=Store("photos"), thumbnails=Store("thumbnails"))
