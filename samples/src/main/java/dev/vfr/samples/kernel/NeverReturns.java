package dev.vfr.samples.kernel;

/// A call that never comes back: the thread is stuck in the kernel, so there is no answer.
///
/// It is thrown through everything that the calling thread would still have done. Who runs the thread catches it.
public final class NeverReturns extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NeverReturns(String what) {
        super(what);
    }
}
