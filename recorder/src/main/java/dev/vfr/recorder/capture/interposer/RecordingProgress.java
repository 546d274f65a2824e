package dev.vfr.recorder.capture.interposer;

/// How far a recording has come, at one moment.
///
/// @param events in the trace
/// @param bytes of device data that were read and written
/// @param lost events that are not in the trace, as far as they were counted
/// @param device name of the device that was last seen doing something, empty where there was none
/// @param state the device state that it was last seen to take, empty where it is not known
public record RecordingProgress(long events, long bytes, long lost, String device, String state) {

    static final RecordingProgress NONE = new RecordingProgress(0, 0, 0, "", "");
}
