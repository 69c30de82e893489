# Bugs on purpose, shared by ci/mutate (do the tests notice?) and ci/plant (does the simulator?); sourced after common.sh.
#
# A mutant is one or more C files changed in a copy, compiled alone and put in front of the built rooms (LD_PRELOAD), so that nothing else
# is built again (docs/adr/0014-mutants-in-front-of-the-built-rooms.md). The form of the files:
#
#   @ name WORD...     a {} in the name and in the lines below is each word of the * line in turn
#   ~ FILE             the file of the edits that follow
#   - what stands there, exactly once; several such lines are one text; a - behind a + begins the next edit
#   + what it becomes
#   = a remark about it
#   * WORD...

# mutants_write WORK ONLY LIST FILE...: one directory a mutant whose name holds a word of ONLY (with commas): name, words, remark, files, and the changed copies
# (0.c, 1.c ...). LIST yes: prints the names instead. Status 2 when one is a mistake.
mutants_write() {
    perl - "$@" <<'END'
use strict;
my ($work, $only, $list, @files) = @ARGV;
my ($bad, $n) = (0, 0);
my %seen;
sub complain { print STDERR @_, "\n"; $bad = 1; return }
sub one {
    my ($at, $m, $word) = @_;
    my $fill = sub { my $s = shift; $s =~ s/\{\}/$word/g if $word ne ""; return $s };
    my $name = $fill->($m->{name});
    return complain("$at: $name: stands twice") if $seen{$name}++;
    return if $only ne "" && !grep { index($name, $_) >= 0 } split /,/, $only;
    if ($list eq "yes") { print "$name\n"; return }
    return complain("$at: $name: changes nothing") unless @{$m->{edits}};
    my (%text, @order);
    for my $edit (@{$m->{edits}}) {
        my ($file, $from, $to) = ($edit->{file}, map { $fill->(join("\n", @$_)) } $edit->{from}, $edit->{to});
        if (!exists $text{$file}) {
            open(my $in, "<", $file) or return complain("$at: $name: $file cannot be read");
            local $/;
            $text{$file} = <$in>;
            push @order, $file;
        }
        my $first = index($text{$file}, $from);
        return complain("$at: $name: its text stands ", ($first < 0 ? "no more" : "more than once"), " in $file; mend it")
            if $first < 0 || index($text{$file}, $from, $first + 1) >= 0;
        substr($text{$file}, $first, length $from) = $to;
    }
    my $dir = sprintf("%s/%04d", $work, $n++);
    mkdir $dir;
    my @out = ([name => $name], [words => join(" ", @{$m->{words}})], [remark => join(" ", @{$m->{remark}})], [files => join("\n", @order)]);
    push @out, ["$_.c" => "#line 1 \"$order[$_]\"\n$text{$order[$_]}"] for 0 .. $#order;
    for (@out) { open(my $out, ">", "$dir/$_->[0]"); print $out $_->[1], "\n"; close $out }
}
for my $file (@files) {
    my ($m, $line, $edit);
    my $flush = sub {
        return unless $m;
        one("$file:$m->{line}", $m, $_) for (@{$m->{each}} ? @{$m->{each}} : (""));
        undef $m;
    };
    my $add = sub { # a line of an edit; the first - behind a + begins another
        my ($side, $text) = @_;
        if (!$edit || ($side eq "from" && @{$edit->{to}})) {
            $edit = {file => $m->{file}, from => [], to => []};
            push @{$m->{edits}}, $edit;
        }
        push @{$edit->{$side}}, $text;
    };
    open(my $in, "<", $file) or die;
    while (<$in>) {
        chomp; $line++;
        if (/^@ (\S+)\s*(.*)/) {
            $flush->();
            $m = {name => $1, words => [split ' ', $2], line => $line, edits => [], remark => [], each => []};
            undef $edit;
        }
        elsif (/^~ (.*)/) { $m->{file} = $1; undef $edit }
        elsif (/^- ?(.*)/) { $add->("from", $1) }
        elsif (/^\+ ?(.*)/) { $add->("to", $1) }
        elsif (/^= (.*)/) { push @{$m->{remark}}, $1 }
        elsif (/^\* (.*)/) { push @{$m->{each}}, split ' ', $1 }
        elsif (/\S/ && !/^#/) { print STDERR "$file:$line: is neither @, ~, -, +, =, * nor a comment\n"; $bad = 1 }
    }
    $flush->();
}
exit($bad ? 2 : 0);
END
}

# mutant_object BUILD DIR FLAG...: compiles a mutant as BUILD compiles its files, with FLAGs behind; DIR/mutant.so, log in DIR/log.
# On failure prints why.
mutant_object() {
    local build=$1 dir=$2 file flags n=0 objects=() cache
    shift 2
    cache=$(command -v ccache)
    while IFS= read -r file; do
        flags=$(perl -0777 -ne 'BEGIN { $f = shift } while (/"command": "((?:[^"\\]|\\.)*)",\s*"file": "([^"]*)"/g) { ($c, $g) = ($1, $2); if ($g =~ /\Q$f\E$/) { $c =~ s/\\"/"/g; $c =~ s/^\S+ccache\s+//; $c =~ s/ -o \S+ -c \S+.*$//; print $c; last } }' "$file" "$build/compile_commands.json")
        [ -n "$flags" ] || { echo "$file is not compiled"; return 1; }
        (cd "$build" && $cache $flags -w "$@" -iquote "$root/$(dirname "$file")" -fPIC -c -o "$dir/$n.o" "$dir/$n.c") >>"$dir/log" 2>&1 ||
            { echo "does not compile: $(grep -m 1 error: "$dir/log")"; return 1; }
        objects+=("$dir/$n.o")
        n=$((n + 1))
    done <"$dir/files"
    gcc -shared -o "$dir/mutant.so" "${objects[@]}" >>"$dir/log" 2>&1 || { echo "does not link"; return 1; }
}
