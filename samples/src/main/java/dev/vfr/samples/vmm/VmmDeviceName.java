package dev.vfr.samples.vmm;

/// How a VMM calls a device.
///
/// @param number the trace's number of the device
/// @param name the name in messages, such as an mdev's UUID
/// @param handler the name of its handler in the migration stream, the same on both sides
public record VmmDeviceName(int number, String name, String handler) {}
