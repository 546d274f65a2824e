package dev.vfr.model.qemu;

import dev.vfr.model.qemu.QemuMessage.Candidate;
import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A row as the tables write it.
final class Row {

    /// The release of a text that is not QEMU's.
    static final String ANY = "0.0";

    private final Role role;
    private final String id;
    private final Side side;
    private final Kind kind;
    private final Responsible responsible;
    private final List<Wording> wordings = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private boolean onlyInMigration = true;
    private boolean saysFailed;
    private String summary = "";
    private String nextStep = "";
    private String source = "";

    private Row(Role role, String id, Side side, Kind kind, Responsible responsible) {
        this.role = role;
        this.id = id;
        this.side = side;
        this.kind = kind;
        this.responsible = responsible;
        this.saysFailed = role == Role.CAUSE || role == Role.CONSEQUENCE || role == Role.ENDED;
    }

    static Row row(Role role, String id, Side side, Kind kind, Responsible responsible) {
        return new Row(role, id, side, kind, responsible);
    }

    /// The headline.
    Row is(String headline) {
        this.summary = headline;
        return this;
    }

    /// The next step.
    Row todo(String imperative) {
        this.nextStep = imperative;
        return this;
    }

    /// Where the wordings were found.
    Row from(String file) {
        this.source = file;
        return this;
    }

    /// A wording that all releases from 8.0 on print.
    Row says(String text) {
        return says("8.0", text);
    }

    Row says(String since, String text) {
        wordings.add(Wording.of(text, new Releases(since, Optional.empty())));
        return this;
    }

    Row says(String since, String until, String text) {
        wordings.add(Wording.of(text, new Releases(since, Optional.of(until))));
        return this;
    }

    Row maybe(Responsible who, String what, String wouldBeShownBy) {
        candidates.add(new Candidate(who, what, wouldBeShownBy));
        return this;
    }

    /// QEMU prints it outside of migrations too.
    Row anyTime() {
        this.onlyInMigration = false;
        return this;
    }

    /// The message alone does not say that a migration failed.
    Row failsNothing() {
        this.saysFailed = false;
        return this;
    }

    QemuMessage build() {
        return new QemuMessage(
                id,
                wordings,
                side,
                onlyInMigration,
                kind,
                role,
                saysFailed,
                responsible,
                candidates,
                summary,
                nextStep,
                source);
    }
}
