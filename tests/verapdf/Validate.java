import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.validators.ValidatorConfig;
import org.verapdf.pdfa.validation.validators.ValidatorConfigBuilder;
import org.verapdf.processor.reports.enums.JobEndStatus;

/**
 * Validate PDF files with veraPDF, all in one process, because most of the time goes into its start.
 *
 * <pre>java -cp 'build/verapdf/*' tests/verapdf/Validate.java 2a,ua1 FILE.pdf…</pre>
 *
 * <p>Flavours are veraPDF's: 1a to 3u and 4 for PDF/A (ISO 19005), ua1 and ua2 for PDF/UA (ISO 14289).
 * Standard output has one JSON object a line for each file and flavour, see {@link Outcome}. The exit code is 0
 * where all passed, 1 where something failed, and 2 for wrong arguments.
 *
 * <p>Without arguments, each line of standard input is a JSON list of them, and each line of standard output answers
 * one of those, see {@link Answer}.
 */
public final class Validate {
    /** What came of one file and flavour; {@code error} says why a file could not be validated, else it is null. */
    record Outcome(String file, String flavour, boolean passed, int checks, List<Failure> failures, String error) {}

    /** A rule that {@code count} parts of a file break; {@code message} and {@code context} are about the first. */
    record Failure(
            String standard, String clause, int test, int count, String description, String message, String context) {}

    /** The exit code of a run, and all it printed. */
    record Answer(int code, String printed) {}

    /** In ASCII, so that it does not matter which encoding the terminal has. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Validate() {}

    public static void main(String[] arguments) throws Exception {
        // Its log would stand among the results; what matters in it is in them too.
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        if (arguments.length > 0) {
            Answer answer = answer(arguments);
            (answer.code() == 2 ? System.err : System.out).print(answer.printed());
            System.exit(answer.code());
        }
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            System.out.println(JSON.writeValueAsString(answer(JSON.readValue(line, String[].class))));
        }
    }

    private static Answer answer(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            return new Answer(2, "usage: Validate FLAVOUR,… FILE…\n");
        }
        for (String name : arguments[0].split(",")) {
            if (!PDFAFlavour.getFlavourIds().contains(name) || PDFAFlavour.byFlavourId(name) == PDFAFlavour.NO_FLAVOUR) {
                return new Answer(2, "no flavour: " + name + "\n");
            }
        }
        StringBuilder printed = new StringBuilder();
        boolean passed = true;
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            for (String name : arguments[0].split(",")) {
                Outcome outcome = validate(file, PDFAFlavour.byFlavourId(name));
                printed.append(JSON.writeValueAsString(outcome)).append('\n');
                passed &= outcome.passed();
            }
        }
        return new Answer(passed ? 0 : 1, printed.toString());
    }

    private static Outcome validate(String file, PDFAFlavour flavour) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(config(flavour), flavour)) {
            ValidationResult result = validator.validate(parser);
            // A validation that was broken off has found nothing wrong in what it did not see.
            boolean whole = result.getJobEndStatus() == JobEndStatus.NORMAL;
            return new Outcome(
                    file,
                    flavour.getId(),
                    whole && result.isCompliant(),
                    result.getTotalAssertions(),
                    failures(result),
                    whole ? null : "ended early: " + result.getJobEndStatus());
        } catch (Exception error) {
            return new Outcome(file, flavour.getId(), false, 0, List.of(), error.toString());
        }
    }

    private static ValidatorConfig config(PDFAFlavour flavour) {
        return ValidatorConfigBuilder.defaultBuilder()
                .flavour(flavour)
                .showErrorMessages(true)
                .maxNumberOfDisplayedFailedChecks(1)
                .build();
    }

    private static List<Failure> failures(ValidationResult result) {
        List<Failure> failures = new ArrayList<>();
        for (TestAssertion first : result.getTestAssertions()) {
            if (first.getStatus() == TestAssertion.Status.FAILED) {
                failures.add(failure(result, first));
            }
        }
        failures.sort(Comparator.comparing(Failure::clause).thenComparing(Failure::test));
        return failures;
    }

    private static Failure failure(ValidationResult result, TestAssertion first) {
        RuleId rule = first.getRuleId();
        return new Failure(
                rule.getSpecification().getId(),
                rule.getClause(),
                rule.getTestNumber(),
                result.getFailedChecks().get(rule),
                first.getMessage(),
                first.getErrorMessage(),
                first.getLocation().getContext());
    }
}
