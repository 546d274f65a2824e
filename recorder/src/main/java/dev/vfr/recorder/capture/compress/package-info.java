/// Compressed files, read as what is in them.
///
/// Read [dev.vfr.recorder.capture.compress.Compression] first: it tells a file's compression from its first bytes.
/// [dev.vfr.recorder.capture.compress.DecompressedInput] reads it within bounds. Only [Decompressors], a class that a
/// plain file does not load, knows the libraries.
@NullMarked
package dev.vfr.recorder.capture.compress;

import org.jspecify.annotations.NullMarked;
