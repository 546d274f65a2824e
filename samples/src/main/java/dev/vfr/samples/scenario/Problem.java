package dev.vfr.samples.scenario;

/// A problem that people had in the field and that a scenario reproduces.
///
/// @param number its row in the project's list of field problems; several scenarios may show one problem
/// @param title a few words
/// @param seen where it was reported, or which source it was read from
public record Problem(int number, String title, String seen) {}
