package dev.vfr.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    void everyDependencyIsAnArrowOfTheDiagram(@TempDir Path folder) throws IOException {
        Path diagram = Files.writeString(folder.resolve("architecture.puml"), diagram());
        classes()
                .should(adhereToPlantUmlDiagram(diagram, consideringOnlyDependenciesInDiagram()))
                .check(all);
    }

    @Test
    void everyClassIsInABoxOfTheDiagram() throws IOException {
        String[] boxes = Pattern.compile("<<(.*?)>>")
                .matcher(diagram())
                .results()
                .map(box -> box.group(1))
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(boxes).check(all);
    }

    /// The diagram as ArchUnit reads it: components and arrows.
    private static String diagram() throws IOException {
        Matcher fence = Pattern.compile("```plantuml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("ARCHITECTURE.md")));
        assertTrue(fence.find(), "ARCHITECTURE.md has no plantuml diagram");
        String diagram = fence.group(1);
        assertEquals(false, fence.find(), "ARCHITECTURE.md has more than one plantuml diagram");
        return diagram;
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
