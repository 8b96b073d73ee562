import com.google.javascript.jscomp.CommandLineRunner;
import com.google.javascript.jscomp.CompilerOptions;

/**
 * Closure Compiler with its own command line, but for what that has no flag for: no line break
 * every 500 characters.
 */
final class Minify extends CommandLineRunner {
    private Minify(String[] arguments) {
        super(arguments);
    }

    @Override
    protected CompilerOptions createOptions() {
        CompilerOptions options = super.createOptions();
        options.setLineLengthThreshold(Integer.MAX_VALUE);
        return options;
    }

    public static void main(String[] arguments) {
        Minify minify = new Minify(arguments);
        if (minify.shouldRunCompiler()) minify.run();
    }
}
