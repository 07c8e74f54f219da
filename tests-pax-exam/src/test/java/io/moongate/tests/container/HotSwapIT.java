package io.moongate.tests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertTrue;

import io.moongate.deploy.Deployer;
import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.LuaVms;
import io.moongate.runtime.VmOptions;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/** One module's bundle is replaced through {@code deploy} while everything runs. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class HotSwapIT {

    @Inject
    private BundleContext context;

    @Inject
    private LuaVms vms;

    @Inject
    private Deployer deployer;

    private LuaVm vm;

    /** A gateway with the example module. */
    @Configuration
    public Option[] gateway() throws IOException {
        return new Option[] {Distribution.feature("development", Distribution.freshHome())};
    }

    @Before
    public void createVm() throws Exception {
        vm = vms.create(VmOptions.named("test", Grants.all(), (priority, text) -> {}));
        Conditions.await("the greeter", () -> greeting().equals("Hello, you!"));
    }

    @After
    public void closeVm() {
        vm.close();
    }

    private Path deployDirectory() {
        return Path.of(System.getProperty("moongate.test.home"), "deploy");
    }

    private Bundle greeter() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> GreeterVariant.NAME.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private String greeting() throws Exception {
        return Code.eval(vm, "return ba.greeter and ba.greeter.greet'you' or ''");
    }

    private void swap(int version, String word) throws Exception {
        GreeterVariant.drop(deployDirectory(), "greeter.jar", "1." + version + ".0", word);
        Conditions.await("version " + version, () -> greeting().equals(word + ", you!"));
    }

    @Test
    public void cached_functions_call_the_new_version_and_others_lose_nothing() throws Exception {
        Code.eval(vm, "cached = ba.greeter.greet; object = ba.greeter.create'Hi'; stop = false; calls = 0");
        var other = Code.start(vm, """
                while not stop do
                   local text = ba.json.encode{calls = calls}
                   assert(ba.json.decode(text).calls == calls)
                   calls = calls + 1
                   ba.sleep(0)
                end
                return calls""");
        Bundle bundle = greeter();

        swap(1, "Howdy");

        assertEquals("Howdy, you!", Code.eval(vm, "return cached'you'"));
        assertEquals(bundle, greeter());
        assertEquals("1.1.0", greeter().getVersion().toString());
        String closed = Code.eval(vm, "return object:say'you'");
        assertTrue(closed, closed.contains("not available") || closed.contains("GREETING"));
        Code.eval(vm, "stop = true");
        String calls = other.result().toCompletableFuture().get().arg1().tojstring();
        assertTrue(calls, Integer.parseInt(calls) > 0);
    }

    @Test
    public void a_stopped_module_says_so() throws Exception {
        Code.eval(vm, "cached = ba.greeter.greet");
        greeter().stop();
        String expected = "module 'ba.greeter' is not available (bundle io.moongate.greeter is stopped)";
        String message = Code.eval(vm, "return cached'you'");
        assertTrue(message, message.contains(expected));
        greeter().start();
        Conditions.await(
                "the greeter again", () -> Code.eval(vm, "return cached'you'").equals("Hello, you!"));
    }

    @Test
    public void the_old_class_loader_is_collected() throws Exception {
        Code.eval(vm, "cached = ba.greeter.greet; object = ba.greeter.create'Hi'; lua = require'greetings'");
        var loader = new WeakReference<>(greeter().adapt(BundleWiring.class).getClassLoader());
        ClassLoader before = loader.get();
        swap(1, "Howdy");
        assertNotSame(before, greeter().adapt(BundleWiring.class).getClassLoader());
        before = null;
        Conditions.awaitCollected("the old class loader is gone", () -> loader.get() == null);
    }

    @Test
    public void a_swap_that_would_restart_others_is_refused() throws Exception {
        Bundle runtime = Arrays.stream(context.getBundles())
                .filter(bundle -> "io.moongate.runtime".equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        Path jar = Path.of(java.net.URI.create(runtime.getLocation().replaceFirst("^reference:", "")));
        var plan = deployer.preview(jar);
        assertFalse(plan.isContained());
        assertTrue(plan.describe(), plan.others().contains("io.moongate.greeter"));
        try {
            deployer.deploy(jar, false);
            throw new AssertionError("was not refused");
        } catch (io.moongate.deploy.DeployException e) {
            assertTrue(e.getMessage(), e.getMessage().startsWith("refused"));
        }
        assertTrue(
                deployer.list().stream().noneMatch(entry -> entry.symbolicName().equals("io.moongate.runtime")));
    }

    @Test
    public void what_is_no_bundle_or_does_not_start_changes_nothing() throws Exception {
        swap(1, "Howdy");
        Files.writeString(deployDirectory().resolve("broken.jar"), "this is no zip");
        // Its classes do not load any more: the component cannot be activated and the bundle's resolve is fine, so
        // damage
        // the manifest's imports instead.
        Path jar = Files.createTempDirectory("variant").resolve("bad.jar");
        GreeterVariant.drop(jar.getParent(), "bad.jar", "not-a-version", "Aloha");
        try {
            deployer.deploy(jar, false);
            throw new AssertionError("was deployed");
        } catch (io.moongate.deploy.DeployException e) {
            assertTrue(e.getMessage(), e.getMessage().contains("bad.jar is no bundle"));
        }
        assertEquals("Howdy, you!", greeting());
        assertEquals(1, deployer.list().size());
    }

    @Test
    public void a_dropped_file_that_goes_brings_the_distributions_bundle_back() throws Exception {
        swap(1, "Howdy");
        assertEquals("1.1.0", deployer.list().getFirst().version());
        Files.delete(deployDirectory().resolve("greeter.jar"));
        Conditions.await("the original", () -> greeting().equals("Hello, you!"));
        assertTrue(deployer.list().isEmpty());
    }

    @Test
    public void many_swaps_leave_nothing_behind() throws Exception {
        int swaps = Integer.getInteger("moongate.test.swaps", 20);
        swap(1, "Howdy");
        Footprint before = Footprint.now();
        for (int i = 2; i <= swaps; i++) {
            swap(i, i % 2 == 0 ? "Aloha" : "Howdy");
        }
        Footprint.now().assertFlat(before);
    }
}
