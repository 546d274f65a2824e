package dev.vfr.recorder.capture.strace;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.Errno;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A whole call as strace shows it, put together where it was cut in two.
///
/// @param arguments the text between the parentheses
/// @param result how it ended, unknown where it had not returned
/// @param answer what it returned, empty where it failed or had not returned
/// @param answerText the answer as printed and what follows it, such as the name of a new file or the events of
/// a poll
record StraceCall(
        int thread,
        long entryNs,
        long durationNs,
        String name,
        String arguments,
        CallResult result,
        OptionalLong answer,
        String answerText) {

    private static final String UNFINISHED = "<unfinished ...>";

    private static final Pattern RESUMED = Pattern.compile("^<\\.\\.\\. ([a-z_][a-z_0-9]*) resumed>");
    /// The end of a call: `) = 14<…> (text) <0.000449>`, `) = -1 EINVAL (Invalid argument) <0.000111>`, `) = ?`.
    private static final Pattern END = Pattern.compile(
            "\\) += (\\?|-?\\d+|0x[0-9a-f]+)(<[^ ]*>)?(?: (E[A-Z0-9]+) \\([^()]*\\))?(.*?)(?: <(\\d+)\\.(\\d{1,9})>)?$");

    static boolean isUnfinished(String body) {
        return body.endsWith(UNFINISHED);
    }

    static boolean isResumed(String body) {
        return body.startsWith("<... ");
    }

    /// The name of the call that goes on, empty where the line is no such line.
    static Optional<String> resumedName(String body) {
        Matcher matcher = RESUMED.matcher(body);
        return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// What a beginning and an end say together.
    static String joined(String beginning, String end) {
        Matcher matcher = RESUMED.matcher(end);
        String rest = matcher.lookingAt() ? end.substring(matcher.end()) : end;
        return beginning.substring(0, beginning.length() - UNFINISHED.length()) + rest;
    }

    /// The call that `body` tells of, entered at `entryNs`; empty where it is none.
    static Optional<StraceCall> of(int thread, long entryNs, String body) {
        int open = body.indexOf('(');
        if (open <= 0) {
            return Optional.empty();
        }
        String name = body.substring(0, open);
        if (isUnfinished(body)) {
            String arguments = body.substring(open + 1, body.length() - UNFINISHED.length())
                    .strip();
            return Optional.of(new StraceCall(
                    thread,
                    entryNs,
                    EventHeader.UNKNOWN_NS,
                    name,
                    arguments,
                    CallResult.UNKNOWN,
                    OptionalLong.empty(),
                    ""));
        }
        int close = endOfArguments(body);
        Matcher end = END.matcher(body);
        if (close < open || !end.find(close)) {
            return Optional.empty();
        }
        return Optional.of(answered(thread, entryNs, name, body.substring(open + 1, close), end));
    }

    private static StraceCall answered(int thread, long entryNs, String name, String arguments, Matcher end) {
        String value = end.group(1);
        CallResult result = CallResult.OK;
        OptionalLong answer = OptionalLong.empty();
        if (value.equals("?")) {
            result = CallResult.UNKNOWN;
        } else if (value.startsWith("-")) {
            Optional<Errno> errno = end.group(3) == null ? Optional.empty() : Errno.ofName(end.group(3));
            result = errno.map(e -> CallResult.of(e.number())).orElse(CallResult.FAILED);
        } else {
            answer = StraceArguments.number(value);
        }
        long duration = end.group(5) == null || result.isUnknown()
                ? EventHeader.UNKNOWN_NS
                : secondsNs(end.group(5)) + StraceLine.fractionNs(end.group(6));
        String file = end.group(2) == null ? "" : end.group(2);
        String text = (value + file + end.group(4)).strip();
        return new StraceCall(thread, entryNs, duration, name, arguments, result, answer, text);
    }

    private static long secondsNs(String digits) {
        return digits.length() > 9 ? 0 : Long.parseLong(digits) * 1_000_000_000;
    }

    /// The index of the last parenthesis that an answer follows; -1 where there is none. Strings among the
    /// arguments may hold anything, but they come before it.
    private static int endOfArguments(String body) {
        for (int i = body.length() - 3; i > 0; i--) {
            if (body.charAt(i) == ')' && body.charAt(i + 1) == ' ') {
                int next = i + 1;
                while (next < body.length() && body.charAt(next) == ' ') {
                    next++;
                }
                if (next < body.length() && body.charAt(next) == '=') {
                    return i;
                }
            }
        }
        return -1;
    }
}
