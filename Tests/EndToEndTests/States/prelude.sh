# What the lines of states.txt are written in, and the repository that they begin with.
bad() { mkdir -p -- "$(dirname -- "$1")"; printf 'x = (\n' > "$1"; }
good() { mkdir -p -- "$(dirname -- "$1")"; printf 'x = 0\n' > "$1"; }
lit() { for path; do git add --sparse -- ":(literal)$path"; done; }

# Commits what is staged without moving a ref or writing into the index; prints what Git would say to
# pre-push when that is pushed as `next`. Where it cannot be committed that is HEAD, as `head`.
pushed() {
  name=next
  none=0000000000000000000000000000000000000000
  head=$(git rev-parse -q --verify HEAD 2>/dev/null) || head=
  new=$head
  copy=$(mktemp)
  if cp "${GIT_INDEX_FILE:-$(git rev-parse --git-path index)}" "$copy" 2>/dev/null &&
    tree=$(GIT_INDEX_FILE=$copy git write-tree --missing-ok 2>/dev/null); then
    new=$(git commit-tree "$tree" ${head:+-p "$head"} -m 'feat: next')
  else
    head=
    name=head
  fi
  rm -f "$copy"
  [ -n "$new" ] && echo "refs/heads/$name $new refs/heads/$name ${head:-$none}"
}

git init -q; for f in base.py in/one.py out/two.py; do good $f; done
git add .; git commit -qm 'feat: begin'
