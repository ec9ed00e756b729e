import com.adobe.epubcheck.tool.EpubChecker;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Run EPUBCheck again and again in one process: most of the time of a run goes into its start.
 *
 * <pre>java -cp 'FOLDER/epubcheck.jar' tests/epubcheck/Check.java</pre>
 *
 * <p>Each line of standard input is a JSON list, the arguments of a run as the command line has them. Each line of
 * standard output answers one of them, see {@link Outcome}.
 */
public final class Check {
    /** The exit code of a run, and all it printed. */
    record Outcome(int code, String printed) {}

    /** In ASCII, so that it does not matter which encoding the terminal has. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Check() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            answers.println(JSON.writeValueAsString(run(JSON.readValue(line, String[].class))));
        }
    }

    private static Outcome run(String[] arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream page = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(page);
        System.setErr(page);
        int code = new EpubChecker().run(arguments);
        return new Outcome(code, printed.toString(StandardCharsets.UTF_8));
    }
}
