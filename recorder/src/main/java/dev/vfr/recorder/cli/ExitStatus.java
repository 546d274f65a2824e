package dev.vfr.recorder.cli;

/// The exit statuses of `vfr`.
public final class ExitStatus {

    /// Done, and nothing wrong found.
    public static final int OK = 0;

    /// Done, and something wrong was found: a finding of severity error, a trace that is not intact.
    public static final int FINDINGS = 1;

    /// Wrong usage.
    public static final int USAGE = 2;

    /// The input cannot be read.
    public static final int INPUT = 3;

    /// The environment lacks something.
    public static final int ENVIRONMENT = 4;

    /// A bug of vfr (EX_SOFTWARE of sysexits.h).
    static final int BUG = 70;

    private ExitStatus() {}
}
