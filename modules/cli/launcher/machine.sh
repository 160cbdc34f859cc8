# Read by ./atomsmith: what the machine must have, and how it comes by it.
# shellcheck shell=sh disable=SC2154 # root, build, tools are set by ./atomsmith

# Sets java_home and java_version to a JDK 25 or newer.
find_jdk() {
    for java_home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if is_jdk; then return 0; fi
    done
    java_home=$(command -v javac) && java_home=$(readlink -f -- "$java_home") && java_home=${java_home%/bin/javac} && is_jdk
}

is_jdk() {
    [ -x "$java_home/bin/javac" ] && [ -r "$java_home/release" ] || return 1
    java_version=0
    while IFS='"' read -r key value _; do
        if [ "$key" = JAVA_RUNTIME_VERSION= ]; then java_version=$value; fi
    done < "$java_home/release"
    [ "${java_version%%[!0-9]*}" -ge 25 ]
}

# Sees to the packages that bring what the given steps (compose, image, boot, test) need.
need_tools() {
    missing=
    while read -r step shown_by package _; do
        case " $* " in *" $step "*) ;; *) continue ;; esac
        have "$shown_by" || case " $missing " in *" $package "*) ;; *) missing="$missing $package" ;; esac
    done < "$tools"
    # shellcheck disable=SC2086 # a list of words
    [ -z "$missing" ] || install $missing
}

# Installs packages when that is ours to do; otherwise says how, and stops.
install() {
    have apt-get || die "this machine lacks, by the names of Debian's packages: $*
  install them with your package manager, then run this again"
    [ "$(id -u)" = 0 ] || die "this machine lacks: $*
  sudo apt-get update && sudo apt-get install --no-install-recommends $*"
    say "installing $*"
    mkdir -p "$build"
    (
        take_lock "another ./atomsmith to have installed its packages"
        exec 2>&1
        export DEBIAN_FRONTEND=noninteractive
        if [ -z "${apt_updated:-}" ]; then apt-get -q -o DPkg::Lock::Timeout=300 update || true; fi
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@" 9>&-
    ) 9> "$build/install.lock" > "$build/install.log" < /dev/null || {
        tail -n 5 "$build/install.log" >&2
        say "could not install $*; all of apt's output: $build/install.log"
        return 1
    }
    apt_updated=yes
}

need_jdk() {
    find_jdk || { install openjdk-25-jdk-headless && find_jdk; } ||
        die "found no JDK 25: install one (of any vendor) under /usr/lib/jvm, or set JAVA_HOME to it"
}

need_maven() {
    have mvn || install maven
    # The second line: without it, Maven 3's own libraries make a JDK 25 print warnings.
    export JAVA_HOME="$java_home"
    export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
    case $(mvn -v 2> /dev/null) in
        *"Apache Maven 3."[89]* | *"Apache Maven "[4-9]*) ;;
        *) die "Maven 3.8 or newer is needed; 'mvn -v' shows which one this is" ;;
    esac
}

# True when this user may map other user ids, which file owners in a tree need.
may_map_ids() {
    user=$(id -un)
    grep -q "^\($user\|$(id -u)\):" /etc/subuid && grep -q "^\($user\|$(id -u)\):" /etc/subgid
} 2> /dev/null

# Sets inside, the words that start a program where it may mount; for a user who is not root, also as root of a namespace.
need_namespace() {
    inside="unshare --mount --propagation private --"
    [ "$(id -u)" = 0 ] || {
        inside="unshare --user --map-auto --map-root-user --mount --propagation private --"
        may_map_ids || {
            first=$(cat /etc/subuid /etc/subgid 2> /dev/null | awk -F: 'BEGIN { n = 100000 } $2 + $3 > n { n = $2 + $3 } END { print n }')
            range=$first-$((first + 65535))
            die "composing needs a range of subordinate ids, and $user has none in /etc/subuid and /etc/subgid. To give one:
  sudo usermod --add-subuids $range --add-subgids $range $user"
        }
    }
    $inside true || die "this machine does not allow the namespaces that composing needs; ./atomsmith doctor says more"
    ATOMSMITH_UID=$(id -u)
    ATOMSMITH_GID=$(id -g)
    export ATOMSMITH_UID ATOMSMITH_GID
}
