package dev.livelet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the house that people would break without noticing. */
@AnalyzeClasses(packages = "dev.livelet", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule coreKnowsNoSockets =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.undertow..").or(resideInAPackage("org.xnio..")))
                    .because(
                            "sockets are the business of the undertow module; core sees a"
                                    + " Transport");

    @ArchTest
    static final ArchRule coreKnowsNoCluster =
            noClasses()
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.jgroups.."))
                    .because("the cluster fills the seams in dev.livelet.spi");

    @ArchTest
    static final ArchRule nothingIsDeserialisedByClassName =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.io.ObjectInputStream")
                    .because("no class name is ever taken from outside");

    @ArchTest
    static final ArchRule dependenciesGoDownwards =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("session")
                    .definedBy("dev.livelet.session")
                    .layer("entity")
                    .definedBy("dev.livelet.entity")
                    .layer("presence")
                    .definedBy("dev.livelet.presence")
                    .layer("pubsub")
                    .definedBy("dev.livelet.pubsub")
                    .layer("form")
                    .definedBy("dev.livelet.form")
                    .layer("diff")
                    .definedBy("dev.livelet.diff")
                    .layer("template")
                    .definedBy("dev.livelet.template")
                    .layer("state")
                    .definedBy("dev.livelet.state")
                    .layer("expression")
                    .definedBy("dev.livelet.expression")
                    .layer("protocol")
                    .definedBy("dev.livelet.protocol")
                    .whereLayer("session")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("entity")
                    .mayOnlyBeAccessedByLayers("session")
                    .whereLayer("presence")
                    .mayOnlyBeAccessedByLayers("session")
                    .whereLayer("pubsub")
                    .mayOnlyBeAccessedByLayers("session", "presence", "entity")
                    .whereLayer("form")
                    .mayOnlyBeAccessedByLayers("session")
                    .whereLayer("diff")
                    .mayOnlyBeAccessedByLayers("session")
                    .whereLayer("protocol")
                    .mayOnlyBeAccessedByLayers("session", "diff", "form");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            classes()
                    .should()
                    .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl)")
                    .because("such a name says nothing");
}
