/// What a trace looks like: one pass over the events gives bounded columns from which every zoom is drawn.
///
/// Read [dev.vfr.ui.picture.TracePicture] first, then [dev.vfr.ui.picture.PictureBuilder]. There is no
/// JavaFX in it.
@NullMarked
package dev.vfr.ui.picture;

import org.jspecify.annotations.NullMarked;
