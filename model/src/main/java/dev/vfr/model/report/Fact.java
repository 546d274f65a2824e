package dev.vfr.model.report;

import dev.vfr.model.vfio.DeviceState;

/// A typed value in a finding. Its text is made in one place, so that a figure has the same digits in every view.
public sealed interface Fact {

    /// For people, with its unit.
    String text();

    /// For machines: a Long or a String.
    Object value();

    /// A length of time.
    ///
    /// @param ns its length
    record Time(long ns) implements Fact {
        @Override
        public String text() {
            return Figures.time(ns);
        }

        @Override
        public Long value() {
            return ns;
        }
    }

    /// An amount of data.
    ///
    /// @param bytes how much
    record Bytes(long bytes) implements Fact {
        @Override
        public String text() {
            return Figures.bytes(bytes);
        }

        @Override
        public Long value() {
            return bytes;
        }
    }

    /// A count; also a position, or the number of an ioctl.
    ///
    /// @param count how many
    record Count(long count) implements Fact {
        @Override
        public String text() {
            return Figures.count(count);
        }

        @Override
        public Long value() {
            return count;
        }
    }

    /// A device state.
    ///
    /// @param state by its kernel name
    record State(DeviceState state) implements Fact {
        @Override
        public String text() {
            return state.name();
        }

        @Override
        public String value() {
            return state.name();
        }
    }

    /// A name, a message, an errno.
    ///
    /// @param text as it is shown
    record Text(String text) implements Fact {
        @Override
        public String value() {
            return text;
        }
    }
}
