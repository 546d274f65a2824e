/// What a trace looks like: one pass over the events gives bounded columns from which every zoom is drawn.
///
/// Read [dev.vfr.ui.picture.TracePicture] first, then [dev.vfr.ui.picture.PictureBuilder]. May import `model` and
/// `ui.scale`; no JavaFX.
@NullMarked
package dev.vfr.ui.picture;

import org.jspecify.annotations.NullMarked;
