package io.moongate.launcher;

import java.nio.file.Path;
import java.util.List;

/** Entry point. The first argument names the command; the script {@code moongate} has checked it. */
public final class Main {
    private Main() {}

    /** Ends the JVM with the command's exit code. */
    public static void main(String[] args) {
        Runtime.getRuntime().exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        try {
            return command(args);
        } catch (LaunchException e) {
            System.err.println("moongate: " + e.getMessage());
            return e.exitCode();
        } catch (RuntimeException e) {
            System.err.println("moongate: a defect of Moongate, please report it:");
            e.printStackTrace();
            return 1;
        }
    }

    private static int command(List<String> args) {
        String command = args.isEmpty() ? "" : args.getFirst();
        List<String> rest = args.subList(Math.min(1, args.size()), args.size());
        return switch (command) {
            case "start" -> new StartCommand(Distribution.ofThisJar(), StartOptions.parse(rest)).run();
            case "lua" -> new LuaCommand(Distribution.ofThisJar(), rest).run();
            case "shell" -> ShellClient.run(rest);
            case "train" -> new TrainCommand(Distribution.ofThisJar(), Path.of(rest.getFirst())).run();
            case "resolve-features" -> resolveFeatures(rest);
            default -> throw LaunchException.usage("there is no command '" + command + "'");
        };
    }

    /** The last step of the build. */
    private static int resolveFeatures(List<String> args) {
        if (args.size() != 1) {
            throw LaunchException.usage("resolve-features takes the directory of the distribution");
        }
        new DistributionBuild(new Distribution(Path.of(args.getFirst()).toAbsolutePath())).run();
        return 0;
    }
}
