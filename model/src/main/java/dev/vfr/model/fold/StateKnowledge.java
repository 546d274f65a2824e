package dev.vfr.model.fold;

import dev.vfr.model.vfio.DeviceState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What is known of a device's state: observed, inferred and unknown are different things and different types.
public sealed interface StateKnowledge {

    /// The state, where one is known; empty if several are possible.
    Optional<DeviceState> state();

    /// Whether it is known, observed or inferred, to be `wanted`.
    default boolean is(DeviceState wanted) {
        return state().filter(s -> s == wanted).isPresent();
    }

    /// Whether it is known to be one of `wanted`, be it not known which.
    default boolean isAmong(Set<DeviceState> wanted) {
        return state().filter(wanted::contains).isPresent();
    }

    /// A source showed the device to be in this state.
    record Observed(Optional<DeviceState> state) implements StateKnowledge {
        private static final Observed[] SHARED = new Observed[DeviceState.values().length];

        static {
            for (DeviceState each : DeviceState.values()) {
                SHARED[each.number()] = new Observed(Optional.of(each));
            }
        }

        public static Observed of(DeviceState state) {
            return SHARED[state.number()];
        }
    }

    /// No source showed the state, but the protocol leaves no other.
    ///
    /// @param reason why, in plain language
    record Inferred(Optional<DeviceState> state, String reason) implements StateKnowledge {
        /// RUNNING, the state of every device that was just opened. A trace that begins in the middle of a
        /// migration begins in another state, so nothing is concluded from this one alone.
        public static final Inferred INITIAL =
                new Inferred(Optional.of(DeviceState.RUNNING), "a device begins in RUNNING");

        /// RUNNING, where the trace shows that the device has just been opened or set up.
        public static final Inferred OPENED =
                new Inferred(Optional.of(DeviceState.RUNNING), "a device is RUNNING when it is opened");
    }

    /// The device is in one of several states, after a request that failed or whose end is not shown.
    ///
    /// @param possible the states it may be in, never empty; all eight where nothing is known
    record Unknown(Set<DeviceState> possible) implements StateKnowledge {
        /// Nothing at all is known.
        public static final Unknown ANY = new Unknown(EnumSet.allOf(DeviceState.class));

        public Unknown {
            if (possible.isEmpty()) {
                throw new IllegalArgumentException("no state is possible");
            }
            possible = Set.copyOf(possible);
        }

        @Override
        public Optional<DeviceState> state() {
            return Optional.empty();
        }

        @Override
        public boolean isAmong(Set<DeviceState> wanted) {
            return wanted.containsAll(possible);
        }
    }
}
