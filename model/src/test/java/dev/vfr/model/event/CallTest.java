package dev.vfr.model.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CallTest {

    @Test
    void everyEventWithAResultIsACall() {
        for (Class<? extends MigrationEvent> type : EventName.types()) {
            boolean hasResult = Arrays.stream(type.getRecordComponents())
                    .anyMatch(component -> component.getType() == CallResult.class);
            assertEquals(hasResult, Call.class.isAssignableFrom(type), type.getSimpleName());
        }
    }
}
