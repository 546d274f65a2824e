package dev.vfr.model.event;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is said of the trace itself: who and when, what was lost, what recording cost.
public sealed interface TraceEvent extends MigrationEvent {

    /// The first event of a trace.
    ///
    /// @param sources every way of capture that went into the trace, at least one
    /// @param producer the program that wrote the trace and its version
    /// @param schemaVersion version of the event schema
    record TraceOpened(EventHeader header, List<CaptureSource> sources, String producer, int schemaVersion)
            implements TraceEvent {
        /// The version of the event schema that this program writes.
        public static final int SCHEMA_VERSION = 3;

        public TraceOpened {
            sources = List.copyOf(sources);
        }

        @Override
        public TraceOpened withHeader(EventHeader header) {
            return new TraceOpened(header, sources, producer, schemaVersion);
        }
    }

    /// Introduces a process by its number in the trace, and says on which host clock its times are.
    ///
    /// @param label a short name for people: `source`, `destination`, a file name
    /// @param hostClock the trace's number of the host clock; processes of one host share it
    /// @param pid the process id at the source
    /// @param vmm program name of the VMM, such as `qemu-system-x86_64`
    /// @param vmmVersion such as `10.0.13`
    record ProcessNamed(
            EventHeader header,
            String label,
            int hostClock,
            OptionalLong pid,
            Optional<String> host,
            Optional<String> kernel,
            Optional<String> vmm,
            Optional<String> vmmVersion,
            List<String> commandLine)
            implements TraceEvent {
        public ProcessNamed {
            commandLine = List.copyOf(commandLine);
        }

        @Override
        public ProcessNamed withHeader(EventHeader header) {
            return new ProcessNamed(header, label, hostClock, pid, host, kernel, vmm, vmmVersion, commandLine);
        }
    }

    /// The monotonic and the real time of one host read together.
    ///
    /// @param hostClock the trace's number of the host clock
    /// @param monotonicNs ns on the host clock, the clock of [EventHeader#timeNs]
    /// @param realtimeNs ns since 1970-01-01T00:00:00Z
    /// @param uncertaintyNs ns, >= 0: how far apart the two readings may be
    record ClockAnchored(EventHeader header, int hostClock, long monotonicNs, long realtimeNs, long uncertaintyNs)
            implements TraceEvent {
        public ClockAnchored {
            boolean far = monotonicNs > EventHeader.FARTHEST_NS || monotonicNs < -EventHeader.FARTHEST_NS;
            // Half as much again lies in 2079.
            boolean unreal = realtimeNs < 0 || realtimeNs > EventHeader.FARTHEST_NS / 2 * 3;
            if (far || unreal || uncertaintyNs < 0 || uncertaintyNs > EventHeader.FARTHEST_NS) {
                throw new IllegalArgumentException(
                        "monotonicNs " + monotonicNs + ", realtimeNs " + realtimeNs + " +- " + uncertaintyNs);
            }
        }

        @Override
        public ClockAnchored withHeader(EventHeader header) {
            return new ClockAnchored(header, hostClock, monotonicNs, realtimeNs, uncertaintyNs);
        }
    }

    /// Events that happened but are not in the trace.
    ///
    /// @param count how many, empty if they were not counted
    /// @param reason why, in plain language
    record EventsLost(EventHeader header, OptionalLong count, String reason) implements TraceEvent {
        @Override
        public EventsLost withHeader(EventHeader header) {
            return new EventsLost(header, count, reason);
        }
    }

    /// What recording costs the recorded process, measured on its host when recording began, in a loop without load.
    ///
    /// @param callNs ns, >= 0, that one recorded call takes longer than one that is not recorded
    /// @param digestNsPerMib ns, >= 0, that the digest of 1 MiB of device data takes, empty if none is made
    record CaptureCostMeasured(EventHeader header, long callNs, OptionalLong digestNsPerMib) implements TraceEvent {
        @Override
        public CaptureCostMeasured withHeader(EventHeader header) {
            return new CaptureCostMeasured(header, callNs, digestNsPerMib);
        }
    }

    /// A remark that a user put into the trace.
    record MarkerSet(EventHeader header, String text) implements TraceEvent {
        @Override
        public MarkerSet withHeader(EventHeader header) {
            return new MarkerSet(header, text);
        }
    }

    /// The last event of a trace that was closed in order.
    record TraceClosed(EventHeader header) implements TraceEvent {
        @Override
        public TraceClosed withHeader(EventHeader header) {
            return new TraceClosed(header);
        }
    }
}
