package dev.vfr.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules of ARCHITECTURE.md, read from its diagram where they are arrows.
class ArchitectureTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static JavaClasses all;

    @BeforeAll
    static void readTheClasses() {
        // Samples is no dependency of this module; it is left out where only this module is built.
        List<Path> modules = Stream.of("model", "recorder", "samples", "replay-ui")
                .map(module -> ROOT.resolve(module).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
        all = new ClassFileImporter().importPaths(modules);
        assertTrue(all.contain("dev.vfr.model.event.MigrationEvent"), "no classes in " + modules);
    }

    @Test
    void everyDependencyIsAPathOfTheDiagram(@TempDir Path folder) throws IOException {
        Path diagram =
                Files.writeString(folder.resolve("architecture.puml"), diagram().toPlantUml());
        classes()
                .should(adhereToPlantUmlDiagram(diagram, consideringOnlyDependenciesInDiagram()))
                .check(all);
    }

    @Test
    void everyClassIsInARoomOfTheDiagram() throws IOException {
        String[] rooms =
                diagram().packages().values().stream().flatMap(List::stream).toArray(String[]::new);
        classes().should().resideInAnyPackage(rooms).check(all);
    }

    /// An arrow that a path of others says already is not drawn.
    @Test
    void theDiagramIsAReduction() throws IOException {
        RoomDiagram diagram = diagram();
        diagram.known().forEach((room, others) -> {
            for (String other : others) {
                boolean said = others.stream()
                        .filter(between -> !between.equals(other))
                        .anyMatch(between -> diagram.reach(between).contains(other));
                assertFalse(said, room + " --> " + other + " is said by other arrows");
            }
        });
    }

    private static RoomDiagram diagram() throws IOException {
        return RoomDiagram.of(Files.readString(ROOT.resolve("ARCHITECTURE.md")));
    }

    @Test
    void theModelKnowsNothingOfFilesNorOfAnyLibrary() {
        classes()
                .that()
                .resideInAPackage("dev.vfr.model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.vfr.model..",
                        "java.lang..",
                        "java.util..",
                        "java.math",
                        "java.nio",
                        "java.nio.charset",
                        "java.text",
                        "java.time..",
                        "org.jspecify.annotations")
                .check(all);
    }

    @Test
    void nobodyPrintsPastTheCommandLine() {
        noClasses()
                .should(com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(all);
    }
}
