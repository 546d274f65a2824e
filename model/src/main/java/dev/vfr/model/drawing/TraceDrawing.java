package dev.vfr.model.drawing;

import java.util.List;
import java.util.Map;

/// What is drawn of one trace. Positions are ns since the start of the trace, or events where it has no times.
///
/// @param trace the trace's name
/// @param timed whether positions are times
/// @param end the last position
/// @param gaps where events are missing, the first of them
/// @param frames what depends on a frame, in the order of the frames asked for
public record TraceDrawing(
        String trace, boolean timed, long end, List<VmmLane> processes, List<Gap> gaps, List<FrameDrawing> frames) {

    public TraceDrawing {
        processes = List.copyOf(processes);
        gaps = List.copyOf(gaps);
        frames = List.copyOf(frames);
    }

    /// One VMM.
    ///
    /// @param vmm its program and version, as far as shown
    /// @param host the host's name, empty where not shown
    /// @param kernel the host's kernel, empty where not shown
    /// @param commandLine how it was started, empty where not shown
    /// @param statuses its migration statuses, the first of them
    /// @param runStates its run states, the first of them
    public record VmmLane(
            int number,
            String label,
            String vmm,
            String host,
            String kernel,
            String commandLine,
            List<Word> statuses,
            List<Word> runStates,
            List<DeviceLane> devices) {
        public VmmLane {
            statuses = List.copyOf(statuses);
            runStates = List.copyOf(runStates);
            devices = List.copyOf(devices);
        }
    }

    /// A word of the VMM that holds until the next one.
    public record Word(long from, String text, long seq) {}

    /// One device.
    public record DeviceLane(int number, String name, List<String> aliases, List<Stretch> stretches) {
        public DeviceLane {
            aliases = List.copyOf(aliases);
            stretches = List.copyOf(stretches);
        }
    }

    /// Events are missing between two positions.
    public record Gap(long from, long to, String text, long seq) {}

    /// What fell into one frame.
    ///
    /// @param bytes by the device's number
    /// @param marks by the device's number
    /// @param errorLines by the process's number
    public record FrameDrawing(
            Frame frame, Map<Integer, ByteCurves> bytes, Map<Integer, Marks> marks, Map<Integer, Marks> errorLines) {
        public FrameDrawing {
            bytes = Map.copyOf(bytes);
            marks = Map.copyOf(marks);
            errorLines = Map.copyOf(errorLines);
        }
    }
}
