package io.moongate.tests.container;

import static org.junit.Assert.assertTrue;

import io.moongate.runtime.LuaVms;
import io.moongate.runtime.app.AppStatus;
import io.moongate.runtime.app.Apps;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;

/** Apps come and go, half of them broken, and the gateway does not grow. */
@RunWith(PaxExam.class)
public class RedeployIT {

    @Inject
    private Apps apps;

    @Inject
    private LuaVms vms;

    /** A gateway. */
    @Configuration
    public Option[] gateway() throws IOException {
        return new Option[] {Distribution.feature("gateway", Distribution.freshHome())};
    }

    @Test
    public void many_redeploys_leave_nothing_behind() throws Exception {
        int redeploys = Integer.getInteger("moongate.test.redeploys", 100);
        for (int i = 0; i < 10; i++) {
            redeploy(i);
        }
        Footprint before = Footprint.now();
        for (int i = 10; i < redeploys; i++) {
            redeploy(i);
        }
        Footprint.now().assertFlat(before);
        apps.undeploy("soak");
        assertTrue(vms.list().stream().noneMatch(vm -> vm.name().equals("soak")));
    }

    private void redeploy(int i) throws Exception {
        boolean broken = i % 2 == 1;
        String preload = "-- " + i + "\nlocal t = {} for i = 1, 1000 do t[i] = {i} end data = t\n"
                + (broken ? "data = = nil\n" : "function onunload() data = nil end\n");
        apps.deploy("soak", new ByteArrayInputStream(zip(preload)));
        Conditions.await("app " + i, () -> switch (state()) {
            case RUNNING -> !broken;
            case FAILED, DISABLED -> broken;
            case STARTING, STOPPED -> false;
        });
    }

    private AppStatus.State state() {
        return apps.list().stream()
                .filter(app -> app.name().equals("soak"))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private static byte[] zip(String preload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(".preload"));
            zip.write(preload.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
