package io.opora;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicTypesTest {

    /** Growing this file is a decision, not an accident. */
    private static final Path LIST = Path.of("public-types.txt");

    @Test
    void thePublicTypesAreThoseThatStandInTheList() throws IOException {
        List<String> types = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.opora").stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName).sorted().toList();

        assertThat(types).as("public top-level types of support-core against %s", LIST)
                .isEqualTo(Files.readAllLines(LIST));
        assertThat(types.stream().filter(type -> !isInAFamily(type)).toList()).as("the house stays small")
                .hasSizeLessThan(120);
    }

    /** The records of a sealed family stand in a file each and are one thing to learn: the family counts for them. */
    private static boolean isInAFamily(String type) {
        try {
            Class<?> found = Class.forName(type);
            return found.isRecord() && Stream.of(found.getInterfaces()).anyMatch(Class::isSealed);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
