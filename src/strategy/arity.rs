//! Functions of one to six ports are strategies.

use super::control::{Control, ControlTerminal, Done, close_control, open_control};
use super::port::{Feed, FeedItem, FeedTerminal, MarketPort, MarketTerminal};
use super::port::{close_market, open_feed, open_market};
use super::{Strategy, Uncontrolled};
use crate::market::Actions;
use crate::money::Market;
use crate::network::{Border, Event};

/// Makes a strategy of each function from these market ports and feeds, with control and without.
macro_rules! strategy_of {
    ($(($M:ident $E:ident))+; $($T:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<F, $($M, $E,)+ $($T,)*> Strategy<($(MarketPort<$M>,)+ $(Feed<$T>,)*)> for F
        where
            F: Fn($(MarketPort<$M>,)+ $(Feed<$T>,)* Control) -> ($($E,)+ Done) + Send + Sync + 'static,
            $($M: Market, $E: Event, $E::Item: Into<Actions<$M>>,)+
            $($T: FeedItem,)*
        {
            type Terminals = ($(MarketTerminal<$M>,)+ $(FeedTerminal<$T>,)*);

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn wire(&self, border: &mut Border) -> (Self::Terminals, ControlTerminal) {
                $(let $M = open_market::<$M>(border);)+
                $(let $T = open_feed::<$T>(border);)*
                let (inlet, control) = open_control(border);
                let ($($E,)+ done) = self($($M.1,)+ $($T.1,)* control);
                let terminals = ($(close_market($M.0, border, $E),)+ $($T.0,)*);
                (terminals, close_control(border, inlet, done))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<F, $($M, $E,)+ $($T,)*> Strategy<($(MarketPort<$M>,)+ $(Feed<$T>,)*)> for Uncontrolled<F>
        where
            F: Fn($(MarketPort<$M>,)+ $(Feed<$T>,)*) -> ($($E,)+) + Send + Sync + 'static,
            $($M: Market, $E: Event, $E::Item: Into<Actions<$M>>,)+
            $($T: FeedItem,)*
        {
            type Terminals = ($(MarketTerminal<$M>,)+ $(FeedTerminal<$T>,)*);

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn wire(&self, border: &mut Border) -> (Self::Terminals, ControlTerminal) {
                $(let $M = open_market::<$M>(border);)+
                $(let $T = open_feed::<$T>(border);)*
                let (inlet, control) = open_control(border);
                let ($($E,)+) = (self.0)($($M.1,)+ $($T.1,)*);
                let terminals = ($(close_market($M.0, border, $E),)+ $($T.0,)*);
                (terminals, close_control(border, inlet, control.done_at_once()))
            }
        }
    };
}

strategy_of!((M1 E1););
strategy_of!((M1 E1); T1);
strategy_of!((M1 E1); T1 T2);
strategy_of!((M1 E1); T1 T2 T3);
strategy_of!((M1 E1); T1 T2 T3 T4);
strategy_of!((M1 E1); T1 T2 T3 T4 T5);
strategy_of!((M1 E1) (M2 E2););
strategy_of!((M1 E1) (M2 E2); T1);
strategy_of!((M1 E1) (M2 E2); T1 T2);
strategy_of!((M1 E1) (M2 E2); T1 T2 T3);
strategy_of!((M1 E1) (M2 E2); T1 T2 T3 T4);
strategy_of!((M1 E1) (M2 E2) (M3 E3););
strategy_of!((M1 E1) (M2 E2) (M3 E3); T1);
strategy_of!((M1 E1) (M2 E2) (M3 E3); T1 T2);
strategy_of!((M1 E1) (M2 E2) (M3 E3); T1 T2 T3);
strategy_of!((M1 E1) (M2 E2) (M3 E3) (M4 E4););
strategy_of!((M1 E1) (M2 E2) (M3 E3) (M4 E4); T1);
strategy_of!((M1 E1) (M2 E2) (M3 E3) (M4 E4); T1 T2);
strategy_of!((M1 E1) (M2 E2) (M3 E3) (M4 E4) (M5 E5););
strategy_of!((M1 E1) (M2 E2) (M3 E3) (M4 E4) (M5 E5); T1);
strategy_of!((M1 E1) (M2 E2) (M3 E3) (M4 E4) (M5 E5) (M6 E6););
