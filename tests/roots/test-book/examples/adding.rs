//@ run-pass

fn main() {
    // Two <numbers>.
    println!("{}", 1 + 1);
}
