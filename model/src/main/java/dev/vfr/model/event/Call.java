package dev.vfr.model.event;

/// An event that is a call, and so says how it ended.
public sealed interface Call
        permits DeviceEvent.DeviceOpened,
                DeviceEvent.MigrationFlagsQueried,
                DeviceEvent.DeviceReset,
                DeviceEvent.FeatureProbed,
                DeviceEvent.DeviceStateSet,
                DeviceEvent.DeviceStateGot,
                DeviceEvent.ArcTaken,
                DeviceEvent.IoctlCalled,
                DataEvent.PrecopyInfoQueried,
                DataEvent.PrecopyInfoV2Enabled,
                DataEvent.MigDataSizeQueried,
                DataEvent.DataRead,
                DataEvent.DataWritten,
                DataEvent.DataFdPolled,
                DataEvent.DataFdClosed,
                MemoryEvent.DmaLoggingStarted,
                MemoryEvent.DmaLoggingStopped,
                MemoryEvent.DirtyPagesReported,
                MemoryEvent.IommuDirtyTrackingSet,
                MemoryEvent.IommuDirtyBitmapRead,
                MemoryEvent.IrqWired,
                MemoryEvent.RegionInfoRead {

    EventHeader header();

    /// How the call ended, as far as the source shows it.
    CallResult result();
}
