package dev.livelet.cluster;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the cluster's house. */
@AnalyzeClasses(packages = "dev.livelet.cluster", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyTheLinkKnowsJGroups =
            noClasses()
                    .that(
                            resideOutsideOfPackages("dev.livelet.cluster.link")
                                    .and(equivalentTo(JGroups.class).negate()))
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.jgroups.."))
                    .because("everything else is tested on a simulated link");

    @ArchTest
    static final ArchRule sessionsKnowNothingOfReplication =
            noClasses()
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.livelet.session.."))
                    .because("they meet in dev.livelet.spi");

    @ArchTest
    static final ArchRule dependenciesGoDownwards =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("node")
                    .definedBy("dev.livelet.cluster")
                    .layer("replication")
                    .definedBy("dev.livelet.cluster.replication")
                    .layer("entity")
                    .definedBy("dev.livelet.cluster.entity")
                    .layer("presence")
                    .definedBy("dev.livelet.cluster.presence")
                    .layer("pubsub")
                    .definedBy("dev.livelet.cluster.pubsub")
                    .layer("stream")
                    .definedBy("dev.livelet.cluster.stream")
                    .layer("codec")
                    .definedBy("dev.livelet.cluster.codec")
                    .layer("link")
                    .definedBy("dev.livelet.cluster.link")
                    .whereLayer("node")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("replication")
                    .mayOnlyBeAccessedByLayers("node")
                    .whereLayer("entity")
                    .mayOnlyBeAccessedByLayers("node")
                    .whereLayer("presence")
                    .mayOnlyBeAccessedByLayers("node")
                    .whereLayer("pubsub")
                    .mayOnlyBeAccessedByLayers("node")
                    .whereLayer("stream")
                    .mayOnlyBeAccessedByLayers("presence", "pubsub", "entity", "replication")
                    .whereLayer("codec")
                    .mayOnlyBeAccessedByLayers(
                            "node", "presence", "pubsub", "entity", "replication");
}
