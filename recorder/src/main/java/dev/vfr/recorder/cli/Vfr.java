package dev.vfr.recorder.cli;

import dev.vfr.recorder.Product;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `vfr` command.
///
/// What a command throws decides the exit status; every failure is one line on standard error:
///
/// | thrown | status |
/// |---|---|
/// | picocli's ParameterException | 2, with a hint at the command's help |
/// | EventSourceException, IOException | 3 |
/// | EnvironmentException, a standard output that cannot be written, no memory or disk space left | 4 |
/// | anything else | 70, a bug of vfr; `VFR_DEBUG=1` shows its trace |
///
/// A reader of standard output that has gone is no failure: the command ends with the status that it has so far.
@Command(
        name = "vfr",
        description = "Flight recorder and replay debugger for VFIO device live migration.",
        versionProvider = Vfr.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.LOCAL)
public final class Vfr implements Runnable {

    /// As the help lists them; what is not here comes first and asks to be put in its place.
    private static final List<String> ORDER = List.of(
            "demo",
            "record",
            "import",
            "simulate",
            "info",
            "events",
            "report",
            "check",
            "ui",
            "export",
            "verify",
            "recover",
            "home",
            "help",
            "generate-completion");

    @Spec
    private @Nullable CommandSpec spec;

    private Vfr() {}

    public static void main(String[] args) {
        PrintWriter out = writer(new StandardOutput(new FileOutputStream(FileDescriptor.out)));
        PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
        int status = run(out, err, args);
        System.exit(status);
    }

    /// Runs one command line in this process.
    ///
    /// @return the exit status
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        Failures failures = new Failures(err, System.getenv("VFR_DEBUG") != null);
        int status;
        try {
            status = commandLine(out, err, failures).execute(args);
        } catch (Throwable e) {
            status = failures.report(e);
        }
        try {
            out.flush();
        } catch (OutputException e) {
            status = e.isReaderGone() ? status : failures.report(e);
        }
        err.flush();
        return status;
    }

    /// The whole command with what every module contributes.
    static CommandLine commandLine(PrintWriter out, PrintWriter err, Failures failures) {
        CommandLine vfr = new CommandLine(new Vfr());
        subcommands().forEach(command -> vfr.addSubcommand(command.getCommandName(), command));
        vfr.setCaseInsensitiveEnumValuesAllowed(true);
        vfr.setOut(out);
        vfr.setErr(err);
        vfr.setUsageHelpAutoWidth(false);
        vfr.setExecutionStrategy(parsed -> execute(parsed, failures));
        vfr.setExecutionExceptionHandler((e, commandLine, parsed) -> failures.report(e));
        vfr.setParameterExceptionHandler((e, ignored) -> failures.report(e));
        return vfr;
    }

    /// Every command takes `--help`, as the messages about wrong usage advise.
    private static CommandLine withHelp(CommandLine command) {
        if (command.getCommandSpec().findOption("--help") == null) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Show this help message and exit.")
                            .build());
        }
        return command;
    }

    /// All commands in the order in which one would meet them.
    private static List<CommandLine> subcommands() {
        Stream<Object> own = Stream.of(
                new RecordCommand(),
                new ImportCommand(),
                new InfoCommand(),
                new EventsCommand(),
                new ReportCommand(),
                new CheckCommand(),
                new DiffCommand(),
                new VerifyCommand(),
                new RecoverCommand(),
                new ExportCommand(),
                new HomeCommand(),
                new CommandLine.HelpCommand(),
                new AutoComplete.GenerateCompletion());
        Stream<VfrCommand> others = ServiceLoader.load(VfrCommand.class, Vfr.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get);
        return Stream.concat(own, others)
                .map(CommandLine::new)
                .map(Vfr::withHelp)
                .sorted(Comparator.comparingInt(command -> ORDER.indexOf(command.getCommandName())))
                .toList();
    }

    /// picocli prints the trace of what fails while it prints a help text itself; nothing of ours may.
    private static int execute(CommandLine.ParseResult parsed, Failures failures) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutputException e) {
            return failures.report(e);
        }
    }

    @Override
    public void run() {
        CommandSpec mine = Objects.requireNonNull(spec);
        String commands = mine.subcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .map(CommandLine::getCommandName)
                .collect(Collectors.joining(", "));
        throw new ParameterException(mine.commandLine(), "which command? " + commands);
    }

    private static PrintWriter writer(OutputStream out) {
        // UTF-8 whatever the locale: machine formats must not depend on where they are written.
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), false);
    }

    /// The answer to `vfr --version`.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Product.nameAndVersion()};
        }
    }
}
