package io.moongate.web.internal;

import io.moongate.web.internal.http.Exchange;
import java.util.ArrayList;
import java.util.List;

/** The root of the server: the directories of all VMs, and readers of whole domains that come before them. */
final class RootTree implements Directory.Place {

    /** Something that may serve a request. @param path what the directory is asked for */
    record Candidate(Directory directory, String path) {}

    private volatile List<Directory> directories = List.of();
    private volatile List<DomainReader> domains = List.of();

    void insert(Directory directory) {
        directory.insertAt(this);
        synchronized (this) {
            if (directory instanceof DomainReader reader) {
                domains = insertedDomain(reader);
            } else {
                directories = Directory.inserted(directories, directory);
            }
        }
    }

    private List<DomainReader> insertedDomain(DomainReader reader) {
        return Directory.inserted(List.copyOf(domains), reader).stream()
                .map(DomainReader.class::cast)
                .toList();
    }

    @Override
    public synchronized void remove(Directory child) {
        directories = Directory.without(directories, child);
        domains = domains.stream().filter(other -> other != child).toList();
    }

    /** Takes out everything of a VM. */
    void removeAll(VmWeb web) {
        directories.stream().filter(directory -> directory.web() == web).forEach(Directory::close);
        domains.stream().filter(reader -> reader.web() == web).forEach(Directory::close);
    }

    @Override
    public String path() {
        return "/";
    }

    /** Who is asked, in this order. */
    List<Candidate> candidates(Exchange exchange) {
        List<Candidate> found = candidates(exchange.target().path());
        List<DomainReader> readers = domains;
        if (readers.isEmpty()) {
            return found;
        }
        List<Candidate> all = new ArrayList<>();
        String path = exchange.target().path().substring(1);
        readers.stream()
                .filter(reader -> reader.isFor(exchange.host()))
                .forEach(reader -> all.add(new Candidate(reader, path)));
        all.addAll(found);
        return all;
    }

    /** Who is asked for a path from the root. */
    List<Candidate> candidates(String path) {
        String local = path.startsWith("/") ? path.substring(1) : path;
        int slash = local.indexOf('/');
        List<Directory> snapshot = directories;
        List<Candidate> found = new ArrayList<>(2);
        if (slash > 0) {
            String first = local.substring(0, slash);
            String rest = local.substring(slash + 1);
            for (Directory directory : snapshot) {
                if (directory.name().equals(first)) {
                    found.add(new Candidate(directory, rest));
                }
            }
        }
        for (Directory directory : snapshot) {
            if (directory.name().isEmpty()) {
                found.add(new Candidate(directory, local));
            }
        }
        return found;
    }
}
