package dev.vfr.ui.picture;

import java.util.ArrayList;
import java.util.List;

/// All that is drawn of one VMM process. Filled by [PictureBuilder], then only read.
public final class ProcessPicture {

    private final int number;
    private final LabelBand runStates = new LabelBand();
    private final LabelBand statuses = new LabelBand();
    private final TimeColumn errorLines = new TimeColumn();
    private final List<DevicePicture> devices = new ArrayList<>();
    private String label;
    private String vmm = "";

    ProcessPicture(int number) {
        this.number = number;
        this.label = "process " + number;
    }

    void name(String newLabel, String newVmm) {
        label = newLabel;
        vmm = newVmm;
    }

    void add(DevicePicture device) {
        devices.add(device);
    }

    /// The trace's number of the process.
    public int number() {
        return number;
    }

    public String label() {
        return label;
    }

    /// The VMM and its version, empty where unknown.
    public String vmm() {
        return vmm;
    }

    public LabelBand runStates() {
        return runStates;
    }

    /// The migration's status in the VMM's words.
    public LabelBand statuses() {
        return statuses;
    }

    /// What the VMM printed about things gone wrong; each value is the seq of its event.
    public TimeColumn errorLines() {
        return errorLines;
    }

    /// Its devices in the order of their numbers.
    public List<DevicePicture> devices() {
        return List.copyOf(devices);
    }

    public boolean hasVmmFacts() {
        return !runStates.isEmpty() || !statuses.isEmpty() || !errorLines.isEmpty();
    }
}
