package org.postern;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the arrows of the README. Each rule is run twice: on the product, which must pass, and on
 * the class made to break it in {@code violations}, which must fail: a rule that cannot fail is not
 * a rule.
 */
class ArchitectureTest {

  private static JavaClasses product;
  private static JavaClasses violations;

  @BeforeAll
  static void read() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.postern");
    violations = new ClassFileImporter().importPackages("violations");
  }

  private record Rule(String culprit, ArchRule rule) {}

  private static Stream<Rule> rules() {
    return Stream.of(
        new Rule(
            "CoreSeesScreen",
            noClasses()
                .that()
                .resideOutsideOfPackages("..postern.ui..", "..postern.app..", "..postern.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..postern.ui..", "..postern.app..", "..postern.cli..")
                .because("the core works without a window: the command line is the proof")),
        new Rule(
            "PolicySeesStore",
            noClasses()
                .that()
                .resideInAPackage("..postern.policy..")
                .should()
                .dependOnClassesThat(
                    resideInAPackage("..postern..")
                        .and(not(resideInAPackage("..postern.policy.."))))
                .because("a verdict depends on the policy and the address, on nothing else")),
        new Rule(
            "SlipSeesPolicy",
            noClasses()
                .that()
                .resideInAPackage("..postern.policy.slip..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..postern.policy")
                .because("the engine compares names and knows no lists")),
        new Rule(
            "SqlOutsideStore",
            noClasses()
                .that()
                .resideOutsideOfPackage("..postern.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..", "org.h2..", "org.flywaydb..")
                .because("the database file is hostile input: one package answers for it")),
        new Rule(
            "MailOutsideMail",
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    "..postern.mail..", "..postern.quarantine..", "..postern.practice..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "jakarta.mail..", "org.eclipse.angus..", "org.apache.james..", "org.jsoup..")
                .because("mail is hostile: everybody else gets inert values")),
        new Rule(
            "SshOutsideDelivery",
            noClasses()
                .that()
                .resideOutsideOfPackage("..postern.delivery..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.sshd..")
                .because("who is at the other end of SSH is decided in one place")),
        new Rule(
            "FxOutsideUi",
            noClasses()
                .that()
                .resideOutsideOfPackages("..postern.ui..", "..postern.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..")
                .because("the core runs where there is no display")),
        new Rule(
            "UsesWebView",
            noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene.web..", "com.sun.webkit..")
                .because("the reviewer is the target: no browser engine sees held mail")),
        new Rule(
            "OneSeesTwo",
            slices()
                .matching("..postern.ui.(*)..")
                .should()
                .notDependOnEachOther()
                .because(
                    "screens never see each other: the shell and the wiring bring them together")),
        new Rule(
            "ModelWithNodes",
            noClasses()
                .that()
                .haveSimpleNameEndingWith("Model")
                .and()
                .resideInAPackage("..postern.ui..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", "org.controlsfx..")
                .because("a model is tested in two milliseconds, without a toolkit")),
        new Rule(
            "UiStartsThread",
            noClasses()
                .that()
                .resideInAPackage("..postern.ui..")
                .and()
                .haveSimpleNameNotStartingWith("FxBackground")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                    "java\\.util\\.(concurrent\\.(Executor|Scheduled|CompletableFuture|ForkJoin).*|Timer)")
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .because("everything that can block goes through Background")),
        new Rule(
            "CycleA",
            slices()
                .matching("(..postern.*)..")
                .should()
                .beFreeOfCycles()
                .because("arrows point down only")),
        new Rule(
            "MutableStatic",
            fields()
                .that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .areNotEnums()
                .should()
                .beFinal()
                .because("there is no static state")));
  }

  @TestFactory
  Stream<DynamicTest> product_keepsEveryRule() {
    return rules()
        .map(
            r ->
                DynamicTest.dynamicTest(
                    r.culprit(), () -> r.rule().allowEmptyShould(true).check(product)));
  }

  @TestFactory
  Stream<DynamicTest> everyRule_canFail() {
    return rules()
        .map(
            r ->
                DynamicTest.dynamicTest(
                    r.culprit(),
                    () ->
                        assertThat(r.rule().evaluate(violations).getFailureReport().getDetails())
                            .anyMatch(line -> line.contains(r.culprit()))));
  }

  @TestFactory
  Stream<DynamicTest> everyPackage_saysWhatItOwns() {
    return product.stream()
        .map(c -> c.getPackageName())
        .distinct()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        classes()
                            .that()
                            .haveFullyQualifiedName(name + ".package-info")
                            .should()
                            .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                            .because("each package says what it owns, and is null-marked")
                            .check(product)));
  }
}
