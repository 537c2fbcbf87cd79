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
        assertThat(types).as("the house stays small").hasSizeLessThan(120);
    }
}
