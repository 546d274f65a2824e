package dev.vfr.recorder.cli;

import java.util.concurrent.Callable;

/// A subcommand of `vfr` that a module above `recorder` contributes.
///
/// The class carries picocli's `@Command`, has a public constructor without arguments and is named in
/// `META-INF/services/dev.vfr.recorder.cli.VfrCommand`. Every start of `vfr`, whatever the command, creates one
/// instance and reads the types of its fields and methods: keep heavy types, JavaFX above all, out of them and
/// inside of `call`.
///
/// The result of `call` is the exit status, see [ExitStatus]. What goes wrong is thrown, see [Vfr].
public interface VfrCommand extends Callable<Integer> {}
