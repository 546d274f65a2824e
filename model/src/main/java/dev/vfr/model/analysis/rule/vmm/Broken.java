package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pass.Burst;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.VmmMessage.Strength;

/// Sides whose messages report a broken stream or connection and nothing else.
final class Broken {

    private Broken() {}

    /// It failed, no call of a device did, and none of its messages names a reason of its own.
    static boolean off(MigrationSide side) {
        return Ending.of(side) == Ending.FAILED
                && !side.deviceFailed()
                && side.burst()
                        .map(Burst::strength)
                        .filter(Strength.CONSEQUENCE::equals)
                        .isPresent();
    }

    /// The first of its messages.
    static String message(MigrationSide side) {
        return side.burst().map(burst -> burst.cause().text().strip()).orElse("no message");
    }
}
