package dev.vfr.recorder.capture.stream;

/// What stands between a section's head and its footer, as far as it was read.
sealed interface Body permits RamBody, SizedBody, UnreadBody, VfioBody {

    /// Goes one step on.
    Step step(Window window);

    /// What a step led to.
    sealed interface Step {

        /// An element was read, or bytes that are none were passed.
        record Read(StreamElement element) implements Step {}

        /// The body goes on otherwise from here.
        record Becomes(Body body) implements Step {}

        /// What can be said without more bytes.
        enum Plain implements Step {
            /// Bytes were passed that make no element.
            PASSED,
            /// More bytes are needed; none were taken.
            WAITS,
            /// The body has ended; the footer is next.
            DONE
        }
    }

    /// What a stream that ends here ends too early for.
    String expected();
}
