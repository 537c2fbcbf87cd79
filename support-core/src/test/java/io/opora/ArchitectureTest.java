package io.opora;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.opora", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_GROUND_STANDS_ON_NO_ROOM = noClasses()
            .that().resideInAPackage("io.opora")
            .should().dependOnClassesThat().resideInAPackage("io.opora.*..")
            .allowEmptyShould(true);
}
