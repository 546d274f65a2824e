package dev.vfr.model.analysis;

import dev.vfr.model.event.EventSource;

/// A trace to analyse.
///
/// @param name what the report calls it
public record TraceInput(String name, EventSource events) {}
