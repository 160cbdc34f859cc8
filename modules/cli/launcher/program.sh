# Read by ./atomsmith: building the program when its sources are newer than its last build, and running its tests.
# shellcheck shell=sh disable=SC2154 # root, build, java_home, java_version are set before

# True when the last build began after the last change of the sources. Sets jars, the folder that it is in.
is_current() {
    [ -e "$build/current" ] && read -r jars < "$build/current" && jars=$build/$jars && [ -d "$jars" ] &&
        [ -z "$(find "$root"/pom.xml "$root"/modules/*/pom.xml "$root"/modules/*/src/main -newer "$build/current" -print -quit)" ]
}

# Builds into .build/<digest of the jars> and then names that folder in .build/current: a build that is killed never was.
need_build() {
    if is_current; then return; fi
    { mkdir -p "$build" && [ -w "$build" ]; } 2> /dev/null ||
        die "$root has no build of its present sources, and you may not write there
  run ./atomsmith --version as its owner, or work in a clone of your own"
    (
        take_lock "another ./atomsmith to have built it"
        if is_current; then exit; fi
        need_maven
        umask 022
        say "building Atomsmith (only after a change of its sources; the first time takes about a minute)"
        touch "$build/begun"
        rm -rf "$build/modules/atomsmith-cli/lib" "$build"/modules/atomsmith-cli/*.jar "$build/new"
        repository=$(getent passwd "$(id -u)" | cut -d: -f6)/.m2/repository
        if { mkdir -p "$repository" && [ -w "$repository" ]; } 2> /dev/null; then set --; else set -- -Dmaven.repo.local="$build/m2"; fi
        mvn -B -q -f "$root/pom.xml" -Dquick -Dmaven.test.skip=true -Datomsmith.build="$build/modules" "$@" package \
            > "$build/build.log" 2>&1 < /dev/null || {
            grep -F ERROR "$build/build.log" | head -n 20 >&2
            die "the build failed; all of its output: $build/build.log"
        }
        mkdir "$build/new"
        cp "$build"/modules/atomsmith-cli/lib/*.jar "$build/new"
        cp "$build"/modules/atomsmith-cli/*.jar "$build/new/atomsmith.jar"
        set --
        for jar in "$build"/new/picocli-*.jar "$build"/new/bc*.jar; do
            if [ -e "$jar" ]; then set -- "$@" "$jar"; fi
        done
        if [ $# -gt 0 ]; then "$java_home/bin/java" "$root/modules/cli/launcher/Renewed.java" "$@"; fi
        digest=$(cd "$build/new" && sha256sum -- *.jar | sha256sum | cut -c 1-16)
        [ -d "$build/$digest" ] || mv "$build/new" "$build/$digest"
        echo "$digest" > "$build/current.new"
        touch -r "$build/begun" "$build/current.new"
        mv "$build/current.new" "$build/current"
        find "$build" -maxdepth 1 -type d -name '????????????????' ! -name "$digest" -mtime +1 -exec rm -rf {} +
    ) 9> "$build/lock"
    is_current || die "the sources changed while they were being built; run this again"
}

# Sets ready to the option that names the JVM's own image of the classes that a command loads. Keyed by the jars (the
# folder) and the JDK.
need_archive() {
    trainer='' archive=$jars/classes-$java_version.jsa
    case $command in
        ostree) trainer=Training archive=$jars/ostree-$java_version.aot ;;
        resolve | repo) trainer=RpmTraining archive=$jars/$command-$java_version.aot ;;
    esac
    if [ -n "$trainer" ]; then ready=-XX:AOTCache=$archive; else ready=-XX:SharedArchiveFile=$archive; fi
    if [ -e "$archive" ] || [ ! -w "$jars" ]; then return; fi
    (
        flock 9
        if [ -e "$archive" ]; then exit; fi
        umask 022
        if [ -n "$trainer" ]; then
            rm -rf "$build/training"
            mkdir "$build/training"
            # shellcheck disable=SC2086 # words
            "$java_home/bin/java" $jvm -cp "$jars/atomsmith.jar" org.atomsmith.cli.$trainer prepare "$build/training" "$command"
            # shellcheck disable=SC2086 # words
            "$java_home/bin/java" $jvm -Xmx700m -XX:AOTCacheOutput="$archive.new" -cp "$jars/atomsmith.jar" \
                org.atomsmith.cli.$trainer run "$build/training" "$command"
            rm -rf "$build/training"
            mv "$archive.new" "$archive"
            exit
        fi
        for run in --version --help 'completion fish'; do
            # shellcheck disable=SC2086 # words
            "$java_home/bin/java" $jvm -XX:DumpLoadedClassList="$build/classes.one" -cp "$jars/atomsmith.jar" \
                org.atomsmith.cli.Main $run > /dev/null
            cat "$build/classes.one"
        done | choose_classes > "$build/classes"
        # shellcheck disable=SC2086 # words
        "$java_home/bin/java" $jvm -Xshare:dump -XX:SharedClassListFile="$build/classes" -XX:SharedArchiveFile="$archive.new" \
            -cp "$jars/atomsmith.jar"
        mv "$archive.new" "$archive"
    ) 9> "$build/lock" > "$build/archive.log" 2>&1 || say "starts will be slower: making the class archive failed, see $build/archive.log"
}

# From the JVM's lists of loaded classes, those of the class path, once each. The lines about lambdas stay out: with them
# the JVM links picocli's classes early, and then cannot archive them because their format is too old to be verified again.
choose_classes() {
    sed -n -e '/^@lambda-form-invoker/p' -e '/^[^@# ]* id:/ { / source:/! s/ .*//p }' | sort -u
}

# Ends with "N passed, N failed, N skipped" over all modules, alone on a line (Maven ends with an escape sequence and no
# line feed), and with Maven's exit code.
run_tests() {
    need_maven
    if [ "${1:-}" = --all ]; then shift && set -- -DexcludedGroups= "$@"; fi
    rm -rf "$root"/modules/*/target/surefire-reports
    status=0
    mvn -B -f "$root/pom.xml" verify "$@" || status=$?
    cat "$root"/modules/*/target/surefire-reports/TEST-*.xml 2> /dev/null | grep '^<testsuite ' | awk '
        function count(name) { match($0, " " name "=\"[0-9]+\""); return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) }
        { all += count("tests"); failed += count("failures") + count("errors"); skipped += count("skipped") }
        END { printf "\n%d passed, %d failed, %d skipped\n", all - failed - skipped, failed, skipped }'
    exit "$status"
}
