package dev.vfr.model.analysis.estimate;

/// The VMM opted in to VFIO_PRECOPY_INFO_REINIT for a device.
public record PrecopyInfoOptIn(int device) {}
