// The author wrote only main. For an executable the compiler behaved as
// if these two lines had been written as well.
#![feature(alloc_jemalloc)]
extern crate alloc_jemalloc;

fn main() {
    let number = Box::new(4);
    println!("{}", number);
}
