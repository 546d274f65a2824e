package dev.vfr.recorder.capture.bundle;

import java.nio.file.Path;

/// A file of a bundle, where it can be read.
///
/// @param name its path in the bundle, with slashes, behind the name of the bundle itself; for people and for what the
///     path says of the file, never a place on disk
/// @param file where its content is
record UnpackedFile(String name, Path file) {}
