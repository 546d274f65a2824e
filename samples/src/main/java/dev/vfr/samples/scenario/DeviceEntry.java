package dev.vfr.samples.scenario;

import dev.vfr.samples.data.Binder;
import dev.vfr.samples.data.DataException;
import dev.vfr.samples.data.DataFolder;
import dev.vfr.samples.data.Nearest;
import dev.vfr.samples.data.Node;
import dev.vfr.samples.data.Place;
import dev.vfr.samples.device.DeviceProfile;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.trap.TrapProposal;
import java.util.List;
import java.util.Optional;

/// A migrated device as a scenario's file has it: a driver's profile, what is different from it, and the same again
/// for one side alone.
///
/// @param profile the driver on both sides, a name in the folder `drivers`
/// @param with what lies over the profile on both sides
/// @param trap how a BAR of the source's device is trapped; may be missing
record DeviceEntry(Node profile, Node with, Side source, Side destination, Optional<TrapProposal> trap) {

    private static final DataFolder DRIVERS = new DataFolder("drivers");

    /// @param profile the driver on this side; none if it is that of both
    record Side(Node profile, Node with, List<Fault> faults) {}

    DevicePair resolve() throws DataException {
        return new DevicePair(profileOf(source), profileOf(destination), source.faults(), destination.faults(), trap);
    }

    private DeviceProfile profileOf(Side side) throws DataException {
        Node name = side.profile() instanceof Node.Scalar ? side.profile() : profile;
        Node driver = driver(name.place(), Binder.bind(name, String.class));
        return Binder.bind(driver.overlaidWith(with).overlaidWith(side.with()), DeviceProfile.class);
    }

    private static Node driver(Place place, String name) throws DataException {
        List<String> known = DRIVERS.names();
        if (!known.contains(name)) {
            throw DataException.because(place, "no driver '" + name + "'; " + Nearest.orAll(name, known));
        }
        return DRIVERS.read(name);
    }
}
